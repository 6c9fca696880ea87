//! HTML as its tokenizer reads it, with every end tag where it belongs.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// An element with its attributes and the text directly in it.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Elements without an end.
const VOID: [&str; 5] = ["meta", "col", "input", "br", "img"];

/// The elements of a page in the order of their starts.
///
/// # Panics
/// If the tokenizer objects to anything, if an element does not end where it has to, or if an attribute stands twice.
pub fn elements(html: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut declared = false;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let read = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                elements.push(Element { name: text(name), ..Element::default() });
            }
            CallbackEvent::AttributeName { name } => {
                elements.last_mut().expect("an element").attributes.push((text(name), String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                let attribute = elements.last_mut().and_then(|it| it.attributes.last_mut()).expect("an attribute");
                attribute.1 = text(value);
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                assert!(!self_closing, "no element of HTML closes itself");
                let name = &elements.last().expect("an element").name;
                if !VOID.contains(&name.as_str()) {
                    open.push(elements.len() - 1);
                }
            }
            CallbackEvent::EndTag { name } => {
                let last = open.pop().expect("an element is open");
                assert_eq!(elements[last].name, text(name), "ends inside another element: {:?}", elements[last]);
            }
            CallbackEvent::String { value } => {
                if let Some(element) = open.last().and_then(|at| elements.get_mut(*at)) {
                    element.text.push_str(&text(value));
                }
            }
            CallbackEvent::Doctype { name, .. } => declared = name == b"html",
            CallbackEvent::Comment { value } => panic!("a comment: {}", text(value)),
            CallbackEvent::Error(error) => panic!("{error:?} behind {:?}", elements.last()),
        }
        None
    };
    let mut emitter = CallbackEmitter::new(read);
    // Scripts, styles and the texts of fields are read as a browser reads them.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).finish().expect("text is read");
    assert!(declared && open.is_empty(), "{open:?}");
    elements
}
