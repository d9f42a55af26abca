//! Seeded synthetic countries.
