//! What the stage promises, held to oracles that work in another way.

mod coast;
mod earth;
mod fixture;
mod grid;
mod metamorphic;
mod nesting;
mod oracle;
mod overlap;
mod partition;
mod rings;
mod snapping;
mod tiling;
