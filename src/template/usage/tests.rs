//! What is seen of templates made for the purpose.
