//! What is done to finished HTML: relative links, minifying, live reload.
