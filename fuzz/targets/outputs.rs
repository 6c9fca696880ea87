//! Prints the findings of texts in every format, and reads them with other parsers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::outputs::outputs;

fuzz_target!(|data: &[u8]| outputs(data));
