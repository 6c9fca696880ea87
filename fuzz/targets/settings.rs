//! Reads settings and excepts files in them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::settings::settings;

fuzz_target!(|data: &[u8]| settings(data));
