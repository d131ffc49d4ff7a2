use complexity::{Fit, Point, Report, StaticAnalysis, analyze, combine, fit};
use serde_json::{Value, json};

use super::*;

fn document(statics: StaticAnalysis, measured: Option<Fit>) -> Value {
    let report = Report { analysis: combine(statics, measured), model: None, notices: Vec::new(), cached: false };
    serde_json::to_value(AnalysisDocument::of(report, Some("first"))).unwrap()
}

fn quadratic() -> Fit {
    fit(&[8, 16, 32, 64, 128].map(|size| Point { size, steps: size * size + 5 }))
}

#[test]
fn a_curve_runs_from_the_smallest_size_to_the_largest() {
    let document = document(analyze("pass"), Some(quadratic()));
    let measured = &document["evidence"]["measured"];
    assert_eq!(measured["time_complexity"], "O(n²)");
    assert_eq!(measured["points"][4], json!({ "size": 128, "steps": 16_389 }));
    let curve = measured["curve"].as_array().unwrap();
    let at = |index: usize, name: &str| curve[index][name].as_f64().unwrap();
    assert_eq!(curve.len(), 40);
    assert!((at(0, "size") - 8.0).abs() < 1e-9 && (at(39, "size") - 128.0).abs() < 1e-9);
    assert!((at(39, "steps") - 16_389.0).abs() < 1.0);
    assert!(curve.windows(2).all(|pair| pair[0]["size"].as_f64() < pair[1]["size"].as_f64()));
}

#[test]
fn where_no_class_fits_there_is_no_curve() {
    let few = fit(&[Point { size: 1, steps: 1 }]);
    let measured = document(analyze("pass"), Some(few))["evidence"]["measured"].clone();
    assert_eq!((&measured["time_complexity"], &measured["curve"]), (&json!("unknown"), &json!([])));
    assert_eq!(measured["points"].as_array().unwrap().len(), 1);
}

#[test]
fn what_outgrows_a_number_is_left_out_and_never_null() {
    let exponential = Fit { points: vec![Point { size: 0, steps: 1 }, Point { size: 5_000, steps: 9 }], ..quadratic() };
    let exponential = Fit { class: Class::Exponential, ..exponential };
    let curve = document(analyze("pass"), Some(exponential))["evidence"]["measured"]["curve"].clone();
    let curve = curve.as_array().unwrap();
    assert!((1..40).contains(&curve.len()));
    assert!(curve.iter().all(|point| point["steps"].is_number() && point["size"].is_number()));
}

#[test]
fn notices_and_functions_are_told() {
    let source = "def f(n):\n    return f(n - 1) if n else 0\nf(int(input()))\n";
    let document = document(analyze(source), None);
    assert_eq!(document["notices"], json!(["first"]));
    let function = &document["evidence"]["static"]["functions"][0];
    assert_eq!((&function["name"], &function["line"]), (&json!("f"), &json!(1)));
    assert!(function["recursion"].is_string(), "{function}");
    assert_eq!((&document["evidence"]["measured"], &document["model"]), (&json!(null), &json!(null)));
}

#[test]
fn what_runs_held_is_told_where_it_was_counted() {
    let held = Some(Box::new(fit(&[8, 16, 32, 64, 128].map(|size| Point { size, steps: 3 * size }))));
    let document = document(analyze("pass"), Some(Fit { space: held, ..quadratic() }));
    let space = &document["evidence"]["measured"]["space"];
    assert_eq!(space["space_complexity"], "O(n)");
    assert_eq!(space["points"][0], json!({ "size": 8, "elements": 24 }));
}
