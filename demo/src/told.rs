//! How the demonstration speaks: numbered steps, short paragraphs, at most 100 columns.
//!
//! Phones work beside each other, so lines are written whole.

use std::time::Instant;

const WIDTH: usize = 96;
const INDENT: &str = "    ";

/// The voice of one run.
pub struct Voice {
    step: usize,
    begun: Instant,
}

impl Voice {
    /// Begins.
    pub fn new(title: &str) -> Self {
        println!("\n{title}");
        Self { step: 0, begun: Instant::now() }
    }

    /// The next numbered step.
    pub fn step(&mut self, title: &str) {
        self.step += 1;
        println!("\n{:>2}  {title}", self.step);
    }

    /// Seconds since the beginning.
    pub fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }
}

/// A paragraph, wrapped.
pub fn say(text: &str) {
    let mut line = String::from(INDENT);
    for word in text.split_whitespace() {
        if line.len() + word.chars().count() + 1 > WIDTH && line.len() > INDENT.len() {
            println!("{line}");
            line = String::from(INDENT);
        }
        if line.len() > INDENT.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    println!("{line}");
}

/// Lines as they are.
pub fn show(text: &str) {
    for line in text.lines() {
        println!("{INDENT}{line}");
    }
}
