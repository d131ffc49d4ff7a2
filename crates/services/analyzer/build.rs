//! Compiles `proto/`, without a protobuf compiler on the machine.

use std::{env, error::Error, fs, path::Path};

const ROOT: &str = "../../../proto";
const FILE: &str = "coderemote/analyzer/v1/analyzer.proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ROOT}");
    let mut compiler = protox::Compiler::new([ROOT])?;
    compiler.include_imports(true).include_source_info(true).open_file(FILE)?;
    let out = env::var("OUT_DIR")?;
    // What reflection shows.
    fs::write(Path::new(&out).join("analyzer.bin"), compiler.encode_file_descriptor_set())?;
    tonic_prost_build::configure().compile_fds(compiler.file_descriptor_set())?;
    Ok(())
}
