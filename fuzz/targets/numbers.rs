//! Reads numbers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::words::numbers;

fuzz_target!(|data: &[u8]| numbers(data));
