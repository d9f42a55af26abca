//! Points in, the region of each out.
