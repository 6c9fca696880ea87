//! Reads and checks mutated PDFs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::files::read_and_check;

fuzz_target!(|data: &[u8]| read_and_check("年报.pdf", data));
