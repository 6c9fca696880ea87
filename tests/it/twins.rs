//! Two servers over their real pipes: one is told every edit, the other opens the text as it is. Whatever an editor asks,
//! both answer the same, pushed and pulled, in every unit of places, and after requests that were given up.
//!
//! `NIANBAO_TOLD=100000 cargo test --release --test it -- twins:: --nocapture` tells more edits than the bounded run and says
//! how far it is; `NIANBAO_TOLD=40000..100000` goes on from there.

use crate::support::client::Client;
use crate::support::cursor::floor;
use crate::support::document::{Document, Encoding};
use crate::support::editing::{draft, soak, steps};
use crate::support::generate::Random;
use serde_json::{Value, json};

/// How many edits are told of one draft before the next is opened.
const SESSION: usize = 40;

/// How many sessions are tried before it is said how far that is.
const STRETCH: usize = 50;

/// What is asked about a place.
const AT_A_PLACE: [&str; 5] = ["hover", "completion", "documentHighlight", "definition", "references"];

/// What is asked about a range.
const IN_A_RANGE: [&str; 4] = ["codeAction", "inlayHint", "semanticTokens/range", "rangeFormatting"];

/// What is asked about a document.
const OF_A_DOCUMENT: [&str; 4] = ["documentSymbol", "foldingRange", "semanticTokens/full", "formatting"];

/// The two servers, and the document that is open in the first of them.
struct Twins {
    told: Client,
    fresh: Client,
    document: Document,
    /// Where diagnostics are pulled: what the first server said last, and by which name it knows it.
    pulled: Option<(Value, Value)>,
}

impl Twins {
    fn new(text: &str, encoding: Encoding, pulls: bool) -> Self {
        let document = Document::new("file:///desk/%E5%B9%B4%E6%8A%A5.md", text, encoding);
        let mut capabilities = document.capabilities();
        let abilities = &mut capabilities["textDocument"];
        abilities["codeAction"] = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}});
        abilities["completion"] = json!({"completionItem": {"snippetSupport": true}});
        abilities["documentSymbol"] = json!({"hierarchicalDocumentSymbolSupport": true});
        if pulls {
            abilities["diagnostic"] = json!({});
        }
        let [mut told, fresh] = [(); 2].map(|()| Client::session(capabilities.clone()).0);
        told.notify("textDocument/didOpen", document.open());
        Twins { told, fresh, document, pulled: pulls.then_some((Value::Null, Value::Null)) }
    }

    /// Tells the first server edits, each of the text that those before leave, in one message.
    fn tell(&mut self, edits: &[nianbao::text::Edit], random: &mut Random) {
        let mut ahead = self.document.clone();
        let mut changes = Vec::new();
        for edit in edits {
            // Between the two characters of a line break there is no place that can be named.
            let (start, end) = (floor(&ahead.text, edit.range.start), floor(&ahead.text, edit.range.end));
            let is_whole = start == 0 && end == ahead.text.len() && random.below(2) == 0;
            let change = if is_whole { json!({"text": edit.text}) } else { ahead.replacement(start..end, &edit.text) };
            ahead.change(vec![change.clone()]);
            changes.push(change);
        }
        self.told.notify("textDocument/didChange", self.document.change(changes));
    }

    /// Asks the first server something and gives it up at once: it answers, one way or the other.
    fn give_up(&mut self, random: &mut Random) {
        let mut questions = self.questions(random);
        let (method, params) = questions.swap_remove(random.below(questions.len()));
        self.told.write(&json!({"jsonrpc": "2.0", "id": "gone", "method": method, "params": params}).to_string());
        self.told.notify("$/cancelRequest", json!({"id": "gone"}));
        let answer = self.told.answer(&json!("gone"));
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{method}: {answer}");
    }

    /// What an editor may ask about the document, at random places.
    fn questions(&self, random: &mut Random) -> Vec<(String, Value)> {
        let text = &self.document.text;
        let start = floor(text, random.below(text.len() + 1));
        let end = floor(text, start + random.below(800));
        let range = self.document.replacement(start..end, "")["range"].clone();
        let document = json!({"uri": self.document.uri});
        let options = json!({"tabSize": 4, "insertSpaces": true});
        let context = json!({"diagnostics": [], "includeDeclaration": true, "triggerKind": 1});
        let params = json!({
            "textDocument": document, "position": range["start"], "range": range, "options": options, "context": context,
        });
        let methods = AT_A_PLACE.iter().chain(&IN_A_RANGE).chain(&OF_A_DOCUMENT);
        methods.map(|method| (format!("textDocument/{method}"), params.clone())).collect()
    }

    /// The diagnostics that the first server has of the document as it is.
    fn diagnostics_told(&mut self) -> Value {
        let Some((name, known)) = &mut self.pulled else {
            return self.told.diagnostics(&self.document.uri, self.document.version)["diagnostics"].take();
        };
        let params = json!({"textDocument": {"uri": self.document.uri}, "previousResultId": name});
        let mut report = self.told.request("textDocument/diagnostic", params)["result"].take();
        *name = report["resultId"].take();
        if report["kind"] == "full" {
            *known = report["items"].take();
        }
        known.clone()
    }

    /// Opens the text in the second server, asks both everything, and closes it there.
    fn compare(&mut self, random: &mut Random) -> Result<(), String> {
        let uri = self.document.uri.clone();
        let questions = self.questions(random);
        let differs = |what: &str, told: Value, fresh: Value| match told == fresh {
            true => Ok(()),
            false => Err(format!("{what}\n told: {told}\nfresh: {fresh}")),
        };
        self.fresh.notify("textDocument/didOpen", self.document.open());
        let fresh = if self.pulled.is_some() {
            let params = json!({"textDocument": {"uri": uri}});
            self.fresh.request("textDocument/diagnostic", params)["result"]["items"].take()
        } else {
            self.fresh.diagnostics(&uri, self.document.version)["diagnostics"].take()
        };
        differs("diagnostics", self.diagnostics_told(), fresh)?;
        for (method, params) in questions {
            let [told, fresh] = [&mut self.told, &mut self.fresh].map(|it| it.request(&method, params.clone()));
            assert!(told.get("result").is_some(), "{method} {params}: {told}");
            differs(&format!("{method} {params}"), told["result"].clone(), fresh["result"].clone())?;
        }
        self.fresh.notify("textDocument/didClose", self.document.close());
        if self.pulled.is_none() {
            assert_eq!(self.fresh.next_diagnostics(&uri)["diagnostics"], json!([]));
        }
        Ok(())
    }
}

/// One draft and its edits.
fn session(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let encoding = random.pick(&Encoding::ALL);
    let mut twins = Twins::new(&draft(&mut random), encoding, random.below(2) == 0);
    let (mut done, mut compared) = (0, 0);
    while done < SESSION {
        for edits in steps(&twins.document.text.clone(), &mut random) {
            done += edits.len();
            twins.tell(&edits, &mut random);
            if random.below(4) == 0 {
                twins.give_up(&mut random);
            }
        }
        // Often several changes come before anybody looks. Diagnostics are told once of each version.
        let version = twins.document.version;
        if (random.below(3) == 0 || done >= SESSION) && version != compared {
            compared = version;
            twins.compare(&mut random).map_err(|why| format!("seed {seed}, {done} edits, {encoding:?}\n{why}"))?;
        }
    }
    assert_eq!(twins.told.end_but_for("textDocument/publishDiagnostics"), Some(0));
    assert_eq!(twins.fresh.end(), Some(0));
    Ok(())
}

#[test]
fn who_was_told_every_edit_answers_as_who_opens_the_text() {
    soak("NIANBAO_TOLD", 480, [SESSION, STRETCH], session);
}
