//! Reads the prose of a report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::properties::prose::prose;

fuzz_target!(|data: &[u8]| prose(data));
