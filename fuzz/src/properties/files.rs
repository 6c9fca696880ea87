//! What must hold of every file, whatever its bytes are.

use super::texts::sound;
use nianbao::files;

/// Reads a file and checks its text. Whatever the reader gives out must be sound: places lie in the text, in order, and the check of
/// the text ends.
///
/// # Panics
/// If something is not.
pub fn read_and_check(name: &str, bytes: &[u8]) {
    let Ok(file) = files::read(name, bytes.to_vec()) else { return };
    let mut before = 0;
    for place in file.places.all() {
        assert!(file.text.get(place.text.clone()).is_some(), "{place:?} is not in the text");
        assert!(before <= place.from && place.from <= place.text.start, "{place:?} is out of order");
        before = place.from;
    }
    sound(&file.text);
}
