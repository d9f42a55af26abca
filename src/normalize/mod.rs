//! Batches of text in, typed tables and issues out.
