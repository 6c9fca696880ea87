//! Reads and checks mutated .xlsx files.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use nianbao_fuzz::mutate_part;
use nianbao_fuzz::properties::files::read_and_check;

fuzz_target!(|data: &[u8]| read_and_check("年报.xlsx", data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate_part(data, size, max_size, seed)
});
