//! One case: a copy of its site is built by the program, and what came out is judged.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::case::{Case, Expect};
use crate::compare::{compare_trees, tree};

/// All that is wrong with what the program makes of the case; nothing if it is as recorded.
pub fn run(case: &Case) -> Vec<String> {
    match case.expect {
        Expect::Build => build(case),
        // A message has to name the fault in whichever language it is told.
        Expect::Error => ["en", "zh"].into_iter().flat_map(|language| error(case, language)).collect(),
    }
}

fn build(case: &Case) -> Vec<String> {
    let work = Work::of(case);
    let ran = work.run(case, "en");
    if !ran.status.success() {
        return vec![format!("the build failed\n{}", told(&ran))];
    }
    let mut faults = compare_trees(case, &tree(&case.folder.join("expected")), &tree(&work.output(case)));
    let apart = case
        .same_inode
        .iter()
        .filter(|(source, made)| !same_file(&work.site().join(source), &work.output(case).join(made)));
    faults.extend(apart.map(|(source, made)| format!("{made} should be a hard link to {source}")));
    faults
}

fn error(case: &Case, language: &str) -> Vec<String> {
    let work = Work::of(case);
    let ran = work.run(case, language);
    let told = told(&ran);
    if ran.status.success() {
        return vec!["an error was expected, but the build went through".to_owned()];
    }
    if ran.status.code() != Some(1) || told.contains("panicked at") {
        return vec![format!("the program broke off instead of telling an error\n{told}")];
    }
    let lower = told.to_lowercase();
    let missing = case.error_words.iter().filter(|word| !lower.contains(&word.to_lowercase()));
    let mut faults: Vec<String> =
        missing.map(|word| format!("the message in {language} lacks “{word}”\n{told}")).collect();
    if !tree(&work.output(case)).is_empty() {
        faults.push("files were written although an error stands".to_owned());
    }
    faults
}

/// The folder a case runs in, removed afterwards.
struct Work {
    folder: TempDir,
}

impl Work {
    /// A copy of the site, and what has to lie there before.
    fn of(case: &Case) -> Work {
        let work = Work { folder: TempDir::new().expect("a folder of its own") };
        let source = case.folder.join("site");
        for entry in WalkDir::new(&source) {
            let entry = entry.expect("readable");
            let target = work.site().join(entry.path().strip_prefix(&source).expect("inside"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(&target).expect("a folder");
            } else {
                fs::copy(entry.path(), &target).expect("a copy");
            }
        }
        for folder in &case.prepare.mkdir {
            fs::create_dir_all(work.site().join(folder)).expect("a folder");
        }
        for (name, text) in &case.prepare.stale_output {
            let place = work.output(case).join(name);
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            fs::write(&place, text).expect("a file");
        }
        work
    }

    fn site(&self) -> std::path::PathBuf {
        self.folder.path().join("site")
    }

    fn output(&self, case: &Case) -> std::path::PathBuf {
        match &case.output {
            Some(folder) => self.site().join(folder),
            None => self.folder.path().join("out"),
        }
    }

    fn run(&self, case: &Case, language: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command
            .args(["--lang", language, "--compat", &case.zola, "--root"])
            .arg(self.site())
            .args(&case.global_flags)
            .arg("build");
        if case.output.is_none() {
            command.arg("--output-dir").arg(self.output(case));
        }
        command.args(&case.flags).env("NO_COLOR", "1").stdin(Stdio::null());
        command.output().expect("the program starts")
    }
}

/// What the program printed.
fn told(ran: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr))
}

#[cfg(unix)]
fn same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = |path: &Path| fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino())).ok();
    inode(one).is_some() && inode(one) == inode(other)
}

/// Where a file's identity cannot be asked for, its text stands in.
#[cfg(not(unix))]
fn same_file(one: &Path, other: &Path) -> bool {
    fs::read(one).ok() == fs::read(other).ok()
}
