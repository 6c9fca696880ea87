//! Edits texts, and compares them with the same texts opened anew.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::edits::edits;

fuzz_target!(|data: &[u8]| edits(data));
