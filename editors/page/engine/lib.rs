//! The functions that a page calls in WebAssembly.
//!
//! A page asks for room ([`room`]), writes the bytes of a text or a file into it, and gives it away in a call. What a call returns
//! is the place of an answer, which stays until the next call: its length in four bytes, then its bytes.
#![allow(unsafe_code, reason = "a page and its engine share nothing but numbers")]

use nianbao::page::Session;
use std::cell::RefCell;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Prepares the engine. What it says when it fails is the next [`fault`].
#[unsafe(no_mangle)]
pub extern "C" fn start() {
    std::panic::set_hook(Box::new(|panic| {
        given(panic.to_string().as_bytes());
    }));
}

/// What was said last: after a call that did not return, why.
#[unsafe(no_mangle)]
pub extern "C" fn fault() -> *const u8 {
    ANSWER.with_borrow(|kept| kept.as_ptr())
}

/// Room for so many bytes, which the next call that is given it takes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// The bytes in some room.
///
/// # Safety
/// `room` must have given out the room for exactly so many bytes, and nobody may have taken it yet.
unsafe fn taken(room: *mut u8, length: usize) -> Vec<u8> {
    // SAFETY: that is the room as it was given out.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(room, length)) }.into_vec()
}

fn given(answer: &[u8]) -> *const u8 {
    ANSWER.with_borrow_mut(|kept| {
        kept.clear();
        kept.extend_from_slice(&u32::try_from(answer.len()).unwrap_or(u32::MAX).to_le_bytes());
        kept.extend_from_slice(answer);
        kept.as_ptr()
    })
}

/// Answers a message, in JSON.
///
/// # Safety
/// The message stands in room for exactly so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(message: *mut u8, length: usize) -> *const u8 {
    // SAFETY: as for this function.
    let message = unsafe { taken(message, length) };
    given(SESSION.with_borrow_mut(|session| session.answer(&String::from_utf8_lossy(&message))).as_bytes())
}

/// Reads a file; the answer is JSON.
///
/// # Safety
/// Name and bytes stand in room for exactly so many bytes each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(name: *mut u8, name_length: usize, bytes: *mut u8, length: usize) -> *const u8 {
    // SAFETY: as for this function.
    let (name, bytes) = unsafe { (taken(name, name_length), taken(bytes, length)) };
    given(SESSION.with_borrow(|session| session.read(&String::from_utf8_lossy(&name), bytes)).as_bytes())
}

/// The draft as a document of Word: its bytes; none if nothing is open.
#[unsafe(no_mangle)]
pub extern "C" fn docx() -> *const u8 {
    given(&SESSION.with_borrow(|session| session.docx()).unwrap_or_default())
}
