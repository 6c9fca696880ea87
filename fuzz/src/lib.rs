//! What the fuzz targets share.

mod archive;
pub mod properties;

pub use archive::mutate_part;
