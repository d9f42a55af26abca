//! A file in, its header and batches of its rows out.
