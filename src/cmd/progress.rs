//! How far a build is, on a terminal, once it takes longer than half a second; and where the time went.
#![expect(clippy::disallowed_methods, reason = "measures time, and asks whether somebody looks on")]
#![expect(clippy::print_stderr, reason = "the command line speaks here")]

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lianluo::diagnostic::Wording;
use lianluo::pipeline::{Observer, Step};

use super::print::Printer;
use super::watch::Watch;

/// Builds shorter than this show nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// Between two looks of the bar.
const PACE: Duration = Duration::from_millis(80);
/// How many signs the bar has.
const WIDTH: usize = 30;

/// Times the steps of a build and draws a bar where somebody can see it.
pub struct Progress {
    start: Instant,
    steps: Mutex<Vec<(Step, Instant)>>,
    done: AtomicUsize,
    drawn: Mutex<Instant>,
    visible: bool,
    on_screen: AtomicBool,
    printer: Printer,
    watch: Watch,
}

impl Progress {
    /// Of a build that began at `start`.
    pub fn new(start: Instant, printer: &Printer) -> Progress {
        Progress {
            start,
            steps: Mutex::default(),
            done: AtomicUsize::new(0),
            drawn: Mutex::new(start),
            visible: printer.is_chatty() && std::io::stderr().is_terminal(),
            on_screen: AtomicBool::new(false),
            printer: printer.clone(),
            watch: Watch::begin(printer, |_| ()),
        }
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        if self.on_screen.swap(false, Ordering::Relaxed) {
            eprint!("\r\x1b[K");
        }
    }

    /// The steps with their milliseconds, the last one until now.
    pub fn timings(&self) -> Vec<(Step, f64)> {
        let steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = steps.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        steps.iter().zip(ends).map(|((step, at), end)| (*step, (end - *at).as_secs_f64() * 1e3)).collect()
    }

    /// Prints where the time went (`--timings`): the steps, and how long output and cache took after them.
    pub fn tell(&self, steps: &[(Step, f64)], commit: Duration) {
        let before = self.steps.lock().unwrap_or_else(PoisonError::into_inner).first().map(|(_, at)| *at - self.start);
        let mut lines = vec![(START, before.unwrap_or_default().as_secs_f64() * 1e3)];
        lines.extend(steps.iter().map(|(step, time)| (name(*step), *time)));
        lines.push((COMMIT, commit.as_secs_f64() * 1e3));
        lines.push((TOTAL, self.start.elapsed().as_secs_f64() * 1e3));
        for (wording, time) in lines {
            let line = Wording { zh: "{time} 毫秒  {step}", en: "{time} ms  {step}" };
            let args = [("time", format!("{time:8.1}")), ("step", wording.fill(self.printer.locale, &[]))];
            self.printer.say(line, &args);
        }
    }

    fn draw(&self, step: Step, total: usize) {
        if !self.visible || self.start.elapsed() < PATIENCE {
            return;
        }
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if drawn.elapsed() < PACE && total > 0 {
            return;
        }
        *drawn = Instant::now();
        let done = self.done.load(Ordering::Relaxed);
        let filled = (done * WIDTH).checked_div(total).unwrap_or(0).min(WIDTH);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(WIDTH - filled));
        let count = if total > 0 { format!(" {done}/{total}") } else { String::new() };
        eprint!("\r\x1b[K{bar} {}{count}", name(step).fill(self.printer.locale, &[]));
        let _ = std::io::stderr().flush();
        self.on_screen.store(true, Ordering::Relaxed);
    }
}

impl Observer for Progress {
    fn begins(&self, step: Step) {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push((step, Instant::now()));
        self.draw(step, 0);
    }

    fn output_done(&self, total: usize) {
        // Not each of a hundred thousand: looking at the clock takes longer than some outputs.
        if (self.done.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(64) {
            self.draw(Step::Render, total);
        }
    }

    fn takes_up(&self, what: &str) {
        self.watch.takes_up(what);
    }

    fn puts_down(&self) {
        self.watch.puts_down();
    }
}

const START: Wording = Wording { zh: "启动、读取缓存", en: "starting, reading the cache" };
const COMMIT: Wording = Wording { zh: "写入输出文件夹和缓存", en: "committing output and cache" };
const TOTAL: Wording = Wording { zh: "合计", en: "in all" };

fn name(step: Step) -> Wording {
    match step {
        Step::Settings => Wording { zh: "读取设置", en: "settings" },
        Step::Output => Wording { zh: "查看输出文件夹", en: "looking at the output" },
        Step::Load => Wording { zh: "读取内容", en: "reading content" },
        Step::Link => Wording { zh: "整理关系", en: "linking documents" },
        Step::Templates => Wording { zh: "编译模板", en: "compiling templates" },
        Step::Bodies => Wording { zh: "转换正文", en: "compiling bodies" },
        Step::Check => Wording { zh: "检查链接", en: "checking links" },
        Step::Plan => Wording { zh: "安排输出", en: "planning outputs" },
        Step::Render => Wording { zh: "生成网页", en: "rendering" },
        Step::Pictures => Wording { zh: "处理图片", en: "making pictures" },
        Step::Gather => Wording { zh: "整理缓存", en: "gathering the cache" },
    }
}
