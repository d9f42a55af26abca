//! Frames in, files out.
