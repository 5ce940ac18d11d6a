"""A person looks at a plan beside the picture of its pages and puts right what is wrong.

``data`` says what the page shows, ``pictures`` draws the pages, ``page`` makes one HTML file of it all, ``server``
shows the same page from a local web server that keeps the corrections, ``words`` the user's own dictionary.
"""
