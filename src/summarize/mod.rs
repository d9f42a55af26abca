//! Status, placements and students in, one row of counts per region out.
