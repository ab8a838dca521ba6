//! How the program is linked.
#![expect(clippy::disallowed_methods, reason = "Cargo tells a build script its target by the environment")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // The tables of libraries (time zones, emojis, entities) hold 160,000 pointers. A program that may lie anywhere in
        // memory sets them all each time it starts, which costs 7 ms: as long as a small site takes.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
