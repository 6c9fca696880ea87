//! How long the whole path takes, from the client's pipe and back to it: the real server and null servers of the same
//! framework over standard input and output, in turn, so that whatever else the machine does hits all of them.
//!
//! `cargo bench --bench path` measures everything and prints a table in Markdown; `-- --quick` measures less often, and
//! names of parts (`30k`, `3m`, `burst`, `requests`, `start`, `memory`, `saves`) measure only those.

#[allow(dead_code, reason = "the benches draft what is right; only the tests leave things out")]
#[path = "../../it/support/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "other benches use the rest")]
#[path = "../volume.rs"]
mod volume;

#[allow(dead_code, reason = "another bench uses the rest")]
mod driver;
mod null;
mod saves;

use driver::Session;
use generate::STYLES;
use null::Transport;
use serde_json::{Value, json};
use std::time::Duration;
use volume::{FAULTS, Place, SIZES, Volume, What, line_and_character};

const BURST: usize = 1_000;
const USAGE: &str = "cargo bench --bench path -- [--quick] [15k|30k|300k|3m|30m|burst|requests|start|memory|saves]…";

/// What is measured, and how thoroughly.
struct Plan {
    parts: Vec<String>,
    quick: bool,
}

impl Plan {
    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|it| it == part)
    }

    /// How often something is done that a long text makes slow.
    fn times(&self, bytes: usize) -> usize {
        let times = match bytes {
            0..=99_999 => 600,
            100_000..=999_999 => 300,
            1_000_000..=9_999_999 => 120,
            _ => 30,
        };
        if self.quick { times / 5 } else { times }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, transport, rest @ ..] = arguments.as_slice()
        && flag == "--null"
    {
        let transport = Transport::ALL.into_iter().find(|it| it.name() == transport).expect("a transport");
        null::serve(transport, rest.first().map(String::as_str));
        return;
    }
    // `cargo test --benches` runs this too, to see that it still compiles.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let parts: Vec<String> = arguments.iter().filter(|it| !it.starts_with("--")).cloned().collect();
    let known = |part: &String| {
        SIZES.iter().any(|(name, _)| name == part)
            || ["burst", "requests", "start", "memory", "saves"].contains(&part.as_str())
    };
    assert!(parts.iter().all(known), "{USAGE}");
    let plan = Plan { parts, quick: arguments.iter().any(|argument| argument == "--quick") };
    start(&plan);
    edits(&plan);
    burst(&plan);
    requests(&plan);
    memory(&plan);
    saves::measure(&plan);
}

/// The servers that are compared; the real one is the first.
const SERVERS: [&str; 3] = ["nianbao", "null-plain", "null-pipes"];

/// Starts a server; a null one answers with the diagnostics in this file.
fn server(name: &str, diagnostics: Option<&str>) -> Session {
    if name == SERVERS[0] {
        return Session::start(env!("CARGO_BIN_EXE_nianbao"), &["server".to_owned()]);
    }
    let itself = std::env::current_exe().expect("this program");
    let arguments = ["--null", name].into_iter().chain(diagnostics).map(str::to_owned).collect::<Vec<_>>();
    Session::start(&itself.to_string_lossy(), &arguments)
}

/// All servers with the same text open and the same diagnostics, and how many those are.
fn sessions(volume: &Volume) -> (Vec<Session>, usize, tempfile::NamedTempFile) {
    let mut real = server(SERVERS[0], None);
    let diagnostics = real.open(&volume.text);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), diagnostics.to_string()).expect("a file can be written");
    let mut sessions = vec![real];
    for name in &SERVERS[1..] {
        let mut null = server(name, Some(&file.path().to_string_lossy()));
        null.open(&volume.text);
        sessions.push(null);
    }
    (sessions, diagnostics.as_array().map_or(0, Vec::len), file)
}

fn start(plan: &Plan) {
    if !plan.wants("start") {
        return;
    }
    let mut times = vec![Times::default(); SERVERS.len()];
    for _ in 0..if plan.quick { 10 } else { 50 } {
        for (name, times) in SERVERS.iter().zip(&mut times) {
            let session = server(name, None);
            times.0.push(session.started);
            session.end();
        }
    }
    println!("\n| start to `initialize` result, µs | p50 | p90 | p99 |\n|---|---:|---:|---:|");
    for (name, times) in SERVERS.iter().zip(&mut times) {
        println!("| {name} | {} |", times.row());
    }
}

/// Something typed and taken back, as an editor says it.
struct Typing {
    what: What,
    place: Place,
    typed: Value,
    deleted: Value,
}

impl Typing {
    fn new(volume: &Volume, what: What, place: Place) -> Self {
        let typing = volume.typing(what, place);
        let (line, character) = line_and_character(&volume.text, typing.at);
        let position = |character: usize| json!({"line": line, "character": character});
        let (start, end) = (position(character), position(character + typing.text.encode_utf16().count()));
        let typed = json!({"range": {"start": start, "end": start}, "text": typing.text});
        let deleted = json!({"range": {"start": start, "end": end}, "text": ""});
        Typing { what, place, typed, deleted }
    }

    fn all(volume: &Volume) -> Vec<Self> {
        let all =
            [What::Digit, What::Prose, What::Claim].into_iter().flat_map(|what| Place::ALL.map(|place| (what, place)));
        all.map(|(what, place)| Typing::new(volume, what, place)).collect()
    }

    /// The change of a round: typing and taking back take turns.
    fn change(&self, round: usize) -> &Value {
        if round.is_multiple_of(2) { &self.typed } else { &self.deleted }
    }
}

fn edits(plan: &Plan) {
    let sizes = SIZES.iter().filter(|(name, _)| plan.wants(name));
    let mut head = false;
    for (name, bytes) in sizes {
        let volume = Volume::new(&STYLES[0], *bytes, FAULTS);
        let (mut sessions, diagnostics, _file) = sessions(&volume);
        if !head {
            println!("\n`didChange` → `publishDiagnostics`, µs:\n");
            println!("| size | edit | server | p50 | p90 | p99 | p50, p99 to the better null |");
            println!("|---|---|---|---:|---:|---:|---:|");
            head = true;
        }
        eprintln!("{name}: {} reports, {} bytes, {diagnostics} diagnostics", volume.reports(), volume.text.len());
        for typing in Typing::all(&volume) {
            let mut times = vec![Times::default(); sessions.len()];
            let rounds = plan.times(*bytes);
            // Warm first: every server has met the edit before it is measured.
            for round in 0..rounds + 10 {
                for (session, times) in sessions.iter_mut().zip(&mut times) {
                    let time = session.edit(typing.change(round));
                    if round >= 10 {
                        times.0.push(time);
                    }
                }
            }
            let edit = format!("{}, {}", typing.what.name(), typing.place.name());
            print_compared(&format!("| {name} | {edit}"), &mut times);
        }
        sessions.into_iter().for_each(Session::end);
    }
}

fn print_compared(label: &str, times: &mut [Times]) {
    let best = |share: f64, times: &mut [Times]| {
        times[1..].iter_mut().map(|times| times.at(share)).fold(f64::INFINITY, f64::min)
    };
    let (p50, p99) = (best(0.5, times), best(0.99, times));
    for (name, times) in SERVERS.iter().zip(times) {
        let compared = if *name == SERVERS[0] {
            format!("{:.2}, {:.2}", times.at(0.5) / p50, times.at(0.99) / p99)
        } else {
            String::new()
        };
        println!("{label} | {name} | {} | {compared} |", times.row());
    }
}

fn burst(plan: &Plan) {
    if !plan.wants("burst") {
        return;
    }
    println!("\n| burst of {BURST} changes | server | ms to the last diagnostics | published |\n|---|---|---:|---:|");
    for (name, bytes) in &SIZES[1..=3] {
        let volume = Volume::new(&STYLES[0], *bytes, FAULTS);
        let (mut sessions, ..) = sessions(&volume);
        let typing = Typing::new(&volume, What::Prose, Place::Middle);
        let changes: Vec<Value> = (0..BURST).map(|round| typing.change(round).clone()).collect();
        for (server, session) in SERVERS.iter().zip(&mut sessions) {
            let mut runs: Vec<(Duration, usize)> = (0..3).map(|_| session.burst(&changes)).collect();
            runs.sort_unstable();
            let (time, published) = runs[1];
            println!("| {name} | {server} | {:.1} | {published} |", time.as_secs_f64() * 1e3);
        }
        sessions.into_iter().for_each(Session::end);
    }
}

fn requests(plan: &Plan) {
    if !plan.wants("requests") {
        return;
    }
    println!("\n| right after an edit, µs | size | p50 | p90 | p99 |\n|---|---|---:|---:|---:|");
    for (name, bytes) in &SIZES[1..=2] {
        let volume = Volume::new(&STYLES[0], *bytes, FAULTS);
        let mut session = server(SERVERS[0], None);
        session.open(&volume.text);
        let typing = Typing::new(&volume, What::Digit, Place::Middle);
        let at = &typing.typed["range"]["start"];
        let range = json!({"start": at, "end": at});
        let asked = [
            ("textDocument/completion", json!({"position": at})),
            ("textDocument/hover", json!({"position": at})),
            ("textDocument/codeAction", json!({"range": range, "context": {"diagnostics": []}})),
            ("textDocument/documentSymbol", json!({})),
        ];
        let rounds = plan.times(*bytes);
        let mut times = Times((0..rounds).map(|round| session.edit(typing.change(round))).collect());
        println!("| diagnostics | {name} | {} |", times.row());
        for (method, params) in asked {
            let ask = |round: usize| session.edit_and_ask(typing.change(round), method, params.clone());
            let mut times = Times((0..rounds).map(ask).collect());
            println!("| {} | {name} | {} |", method.trim_start_matches("textDocument/"), times.row());
        }
        session.end();
        // Markdown is coloured by the editors themselves.
        let tabs = STYLES.iter().find(|style| style.name == "tabs").expect("the style");
        let volume = Volume::new(tabs, *bytes, FAULTS);
        let mut session = server(SERVERS[0], None);
        session.open_plain(&volume.text);
        let typing = Typing::new(&volume, What::Digit, Place::Middle);
        let tokens = "textDocument/semanticTokens/full";
        let ask = |round: usize| session.edit_and_ask(typing.change(round), tokens, json!({}));
        let mut times = Times((0..rounds).map(ask).collect());
        println!("| semanticTokens/full, tabs | {name} | {} |", times.row());
        session.end();
    }
}

fn memory(plan: &Plan) {
    if !plan.wants("memory") {
        return;
    }
    println!("\n| memory, MB | size | before | open | times its size | after 20 edits | closed | peak |");
    println!("|---|---|---:|---:|---:|---:|---:|---:|");
    for style in STYLES.iter().filter(|style| style.is_own()) {
        for (name, bytes) in [SIZES[3], SIZES[4]] {
            let volume = Volume::new(style, bytes, FAULTS);
            let mut session = server(SERVERS[0], None);
            let now = |session: &Session| session.memory("VmRSS") / 1024.0;
            let before = now(&session);
            session.open(&volume.text);
            let open = now(&session);
            let typing = Typing::new(&volume, What::Prose, Place::Middle);
            (0..20).for_each(|round| _ = session.edit(typing.change(round)));
            let edited = now(&session);
            session.close();
            // Giving it back is left to a thread.
            std::thread::sleep(Duration::from_millis(500));
            let closed = now(&session);
            let times = (open - before) * 1024.0 * 1024.0 / volume.text.len() as f64;
            let peak = session.memory("VmHWM") / 1024.0;
            println!(
                "| {} | {name} | {before:.1} | {open:.1} | {times:.1} | {edited:.1} | {closed:.1} | {peak:.1} |",
                style.name
            );
            session.end();
        }
    }
}

/// Times of the same thing.
#[derive(Clone, Default)]
struct Times(Vec<Duration>);

impl Times {
    /// The time in microseconds below which this share of all times are.
    fn at(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let index = ((self.0.len() as f64 * share) as usize).min(self.0.len().saturating_sub(1));
        self.0.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
    }

    fn row(&mut self) -> String {
        format!("{:.0} | {:.0} | {:.0}", self.at(0.5), self.at(0.9), self.at(0.99))
    }
}
