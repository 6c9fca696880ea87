//! Folds texts and leads back to their source.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::words::folds;

fuzz_target!(|data: &[u8]| folds(data));
