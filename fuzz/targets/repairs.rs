//! Makes the safe repairs of texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::repairs::repairs;

fuzz_target!(|data: &[u8]| repairs(data));
