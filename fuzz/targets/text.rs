//! Reads texts, checks them, and asks what an editor asks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::texts::texts;

fuzz_target!(|data: &[u8]| texts(data));
