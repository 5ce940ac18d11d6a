"""From a picture to words: engines, the picture made ready, doubtful lines read again, readings merged."""
