//! (being written: fold away if not needed)
