# An image that runs viextract: tesseract with Vietnamese inside, no network and no root at run time.
#
#   docker build -t viextract .
#   docker run --rm --network none -v "$PWD:/work" -u "$(id -u):$(id -g)" viextract extract ke-hoach.pdf -o ke-hoach.json
#
# Old Word files need LibreOffice: docker build --build-arg PACKAGES=libreoffice-writer-nogui -t viextract .

FROM python:3.11-slim-bookworm AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels "/source[database,parquet]"

FROM python:3.11-slim-bookworm
ARG PACKAGES=""
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie $PACKAGES \
    && rm -rf /var/lib/apt/lists/*
# The wheels stay in the other image: nothing is asked of an index here.
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "viextract[database,parquet]"
# One thread per tesseract: pages run side by side. The cache lies where any user may write (`-u` chooses one).
ENV OMP_THREAD_LIMIT=1 LANG=C.UTF-8 VIEXTRACT_CACHE_DIR=/tmp/viextract
RUN useradd --create-home viextract
USER viextract
WORKDIR /work
ENTRYPOINT ["viextract"]
CMD ["--help"]
