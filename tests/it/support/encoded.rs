//! A text in every encoding in which drafts are found.

/// Names of files, and what stands in them.
pub fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    vec![
        ("utf-8.md", text.as_bytes().to_vec()),
        ("utf-8-bom.md", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf-16le.md", little.clone()),
        ("utf-16le-bom.md", [b"\xff\xfe".as_slice(), &little].concat()),
        ("utf-16be.md", big.clone()),
        ("utf-16be-bom.md", [b"\xfe\xff".as_slice(), &big].concat()),
        ("gb18030.md", encoding_rs::GB18030.encode(text).0.into_owned()),
    ]
}
