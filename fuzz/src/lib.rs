//! What the fuzz targets share.

mod archive;
mod reading;

pub use archive::mutate_part;
pub use reading::read_and_check;
