//! What the sources of evidence make of a program together.

use std::sync::Arc;
use std::time::Duration;

use code_remote_analyzer::{Analyzer, AnalyzerMetrics, GrpcBounds, Ports, RunError, Settings};
use complexity::{
    Agreement, AnalysisRequest, AnalyzerError, Class, ComplexityAnalyzer as _, Confidence, Report, SizedInput,
};
use domain::testing::ManualClock;
use domain::{Origin, PrincipalId};

use crate::support::{Broken, Counted, PAIRS, Served, mark_of, measuring, request, settings};

fn only_tree(settings: Settings) -> Analyzer {
    Analyzer::new(
        settings,
        Ports { runs: None, model: None, clock: Arc::new(ManualClock::default()), metrics: AnalyzerMetrics::default() },
    )
}

async fn analyzed(analyzer: &Analyzer, request: AnalysisRequest) -> Report {
    analyzer.analyze(request).await.expect("there is a place")
}

#[tokio::test]
async fn runs_that_agree_are_marked() {
    let runs = Counted::new(|size| 10 + size * size);
    let report = analyzed(&measuring(runs.clone()), request(PAIRS)).await;
    assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Agree));
    let fit = report.analysis.measured.expect("it was measured");
    assert!(fit.quality > 0.95 && fit.points.len() >= 5, "{fit:?}");
    assert!(runs.count() <= 8);
    assert!(
        report.notices.is_empty() && report.model.is_none() && !report.cached,
        "{report:?}",
        report = report.notices
    );
}

#[tokio::test]
async fn runs_that_say_more_are_a_conflict() {
    let report = analyzed(&measuring(Counted::new(|size| size.pow(4))), request(PAIRS)).await;
    assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Polynomial, Agreement::Conflict));
    assert_eq!(report.analysis.statics.time.class, Class::Quadratic, "what the tree says is still there");
    assert_ne!(report.analysis.confidence, Confidence::High);
}

#[tokio::test]
async fn without_sandboxes_the_tree_answers_and_says_so() {
    let runs = Arc::new(Broken(Some(RunError::Unavailable("none".to_owned()))));
    let analyzer = measuring(runs);
    for _ in 0..2 {
        let report = analyzed(&analyzer, request(PAIRS)).await;
        assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Single));
        assert!(report.analysis.measured.is_none());
        assert_eq!(report.notices, ["The program could not be measured right now."]);
        assert!(!report.cached, "what was not whole is not remembered");
    }
}

#[tokio::test(start_paused = true)]
async fn runs_that_hang_end_with_the_budget() {
    let analyzer = measuring(Arc::new(Broken(None)));
    for _ in 0..2 {
        let report = analyzed(&analyzer, request(PAIRS)).await;
        assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Single));
        assert_eq!(report.notices, ["The measured runs did not end in time."]);
        assert!(!report.cached, "another time they may");
    }
}

#[tokio::test(start_paused = true)]
async fn points_that_came_in_time_count_and_enough_of_them_are_not_kept_waiting() {
    // The largest size never comes back.
    for (last, wanted) in [(1_021, 7), (61, 3)] {
        let begun = tokio::time::Instant::now();
        let settings = Settings { measuring: Duration::from_secs(30), remembered_max: 0, ..settings() };
        let runs = Arc::new(Stuck { from: last, runs: Counted::new(|size| 10 + size * size) });
        let ports = Ports {
            runs: Some(runs),
            model: None,
            clock: Arc::new(ManualClock::default()),
            metrics: AnalyzerMetrics::default(),
        };
        let report = analyzed(&Analyzer::new(settings, ports), request(PAIRS)).await;
        assert_eq!(report.analysis.measured.map(|fit| fit.points.len()), Some(wanted));
        let waited = begun.elapsed();
        assert_eq!(waited < Duration::from_secs(2), wanted > 5, "{waited:?}");
    }
}

/// Runs that hang from a size on.
struct Stuck {
    from: u64,
    runs: Arc<Counted>,
}

#[async_trait::async_trait]
impl code_remote_analyzer::ProgramRuns for Stuck {
    async fn run(&self, source: &str, stdin: &str, origin: &Origin) -> Result<String, RunError> {
        let size = stdin.split_whitespace().next().and_then(|word| word.parse::<u64>().ok());
        if size.is_some_and(|size| size >= self.from) {
            std::future::pending::<()>().await;
        }
        code_remote_analyzer::ProgramRuns::run(&*self.runs, source, stdin, origin).await
    }
}

#[tokio::test]
async fn what_is_run_is_run_on_behalf_of_who_asks_here_and_over_grpc() {
    let asked = AnalysisRequest {
        trace: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        ..request(PAIRS)
    };
    let expected = Origin {
        request_id: asked.request_id.clone(),
        key_id: None,
        trace: asked.trace.clone(),
        on_behalf_of: Some(PrincipalId::new("ann")),
    };
    let (here, there) = (Counted::new(|size| size), Counted::new(|size| size));
    analyzed(&measuring(here.clone()), asked.clone()).await;
    let served = Served::new(measuring(there.clone()), GrpcBounds::default()).await;
    served.client().analyze(asked).await.expect("it answers");
    for runs in [here, there] {
        let origins = runs.origins();
        assert!(!origins.is_empty() && origins.iter().all(|origin| *origin == expected), "{origins:?}");
    }
}

#[tokio::test]
async fn nothing_runs_that_may_not() {
    let runs = Counted::new(|size| size);
    let report = analyzed(&measuring(runs.clone()), AnalysisRequest { measure: false, ..request(PAIRS) }).await;
    assert!(report.analysis.measured.is_none());
    assert_eq!(runs.count(), 0);
}

#[tokio::test]
async fn inputs_of_the_caller_are_used() {
    let inputs = [10, 20, 40, 80, 160].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let analyzer = measuring(Counted::new(|size| 3 * size * size));
    let report = analyzed(&analyzer, AnalysisRequest { inputs, ..request(PAIRS) }).await;
    let fit = report.analysis.measured.expect("it was measured");
    assert_eq!(fit.points.iter().map(|point| point.size).collect::<Vec<_>>(), [10, 20, 40, 80, 160]);
    assert_eq!(fit.class, Class::Quadratic);
}

#[tokio::test]
async fn what_grows_too_long_by_its_counting_is_not_run() {
    let runs = Counted::new(|size| size * size);
    let settings = Settings { instrumented_bytes_max: 100, ..settings() };
    let ports = Ports {
        runs: Some(runs.clone()),
        model: None,
        clock: Arc::new(ManualClock::default()),
        metrics: AnalyzerMetrics::default(),
    };
    let report = analyzed(&Analyzer::new(settings, ports), request(PAIRS)).await;
    assert_eq!((report.analysis.time.class, runs.count()), (Class::Quadratic, 0));
    assert_eq!(report.notices, ["The program was not measured: it is too long with the counting written into it."]);
}

#[tokio::test]
async fn inputs_of_the_caller_tell_space_too() {
    let inputs = [10, 20, 40, 80, 160].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let analyzer = measuring(Counted::new(|size| 3 * size * size));
    let report = analyzed(&analyzer, AnalysisRequest { inputs, ..request(PAIRS) }).await;
    let space = report.analysis.measured.and_then(|fit| fit.space).expect("space was counted");
    assert_eq!((space.class, space.points.len()), (Class::Linear, 5));
    assert_eq!(report.notices, Vec::<String>::new());
}

#[tokio::test]
async fn programs_that_are_not_run_are_told_with_the_reason() {
    let runs = Counted::new(|size| size);
    for (source, why) in [
        ("n = int(input())\nprint(globals())\n", "it uses `globals` in line 2"),
        ("print(1)\n", "it reads no input and has no constant that could grow"),
        ("# nothing\n", "there is nothing in it to count"),
    ] {
        let report = analyzed(&measuring(runs.clone()), request(source)).await;
        let [notice] = report.notices.as_slice() else { panic!("{source}: {:?}", report.notices) };
        assert!(notice.starts_with("The program was not measured: ") && notice.contains(why), "{notice}");
        assert!(notice.ends_with('.') && report.analysis.measured.is_none(), "{notice}");
    }
    assert_eq!(runs.count(), 0);
}

#[tokio::test]
async fn constants_grow_where_no_input_is_read_and_that_is_told() {
    let source = "def pairs(n):\n    for i in range(n):\n        for j in range(n):\n            pass\npairs(20)\n";
    let report = analyzed(&measuring(Counted::new(|size| size * size)), request(source)).await;
    assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Agree));
    assert_eq!(report.notices, ["The program reads no input: the constant in line 5 grew in the measured runs."]);
}

/// Runs that fail, take too long or lose their count at some sizes.
struct Flawed;

#[async_trait::async_trait]
impl code_remote_analyzer::ProgramRuns for Flawed {
    async fn run(&self, source: &str, stdin: &str, _: &Origin) -> Result<String, RunError> {
        let mark = mark_of(source).expect("it counts");
        match stdin.trim() {
            "20" | "40" => Err(RunError::Failed),
            "80" => Ok(format!("\n{mark} 2000001 4\n")),
            "160" => Ok("cut of".to_owned()),
            size => Ok(format!("\n{mark} {size} {size}\n")),
        }
    }
}

#[tokio::test]
async fn each_given_input_without_a_point_is_told() {
    let inputs = [5, 10, 20, 40, 80, 160].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let report = analyzed(&measuring(Arc::new(Flawed)), AnalysisRequest { inputs, ..request(PAIRS) }).await;
    assert_eq!(
        report.notices,
        [
            "The program failed or met a limit with the given inputs of size 20, 40.",
            "The program was stopped after 2000000 steps with the given inputs of size 80.",
            "The program printed too much for its steps to be told, or hid its output, with the given inputs of size 160.",
            "Only 2 of the measured runs gave a count; a class needs 4.",
        ]
    );
    assert_eq!(report.analysis.measured.map(|fit| fit.points.len()), Some(2));
}

#[tokio::test]
async fn a_program_that_always_fails_is_told() {
    let report = analyzed(&measuring(Arc::new(Broken(Some(RunError::Failed)))), request(PAIRS)).await;
    assert_eq!(
        report.notices,
        [
            "The program failed or met a limit with inputs that were made for it, of size 7, 3.",
            "Only 0 of the measured runs gave a count; a class needs 4.",
        ]
    );
    assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Single));
}

/// Remembers the words by which runs counted, and prints counts under another one after its own.
struct Forging(std::sync::Mutex<std::collections::BTreeSet<String>>);

#[async_trait::async_trait]
impl code_remote_analyzer::ProgramRuns for Forging {
    async fn run(&self, source: &str, stdin: &str, _: &Origin) -> Result<String, RunError> {
        let mark = mark_of(source).expect("it counts").to_owned();
        let others: Vec<String> = self.0.lock().expect("no test panics here").iter().cloned().collect();
        let size: u64 = stdin.trim().parse().expect("a number");
        let forged = others
            .iter()
            .filter(|other| **other != mark)
            .map(|other| format!("{other} 7 7\n"))
            .collect::<Vec<_>>()
            .concat();
        self.0.lock().expect("no test panics here").insert(mark.clone());
        Ok(format!("\n{mark} {} 1\n{forged}stepcount 7 7\n", size * size))
    }
}

#[tokio::test]
async fn counts_go_by_another_word_in_each_analysis_so_that_none_can_be_forged() {
    let runs = Arc::new(Forging(std::sync::Mutex::default()));
    for source in [PAIRS.to_owned(), format!("{PAIRS}#\n"), format!("{PAIRS}##\n")] {
        let report = analyzed(&measuring(runs.clone()), request(&source)).await;
        assert_eq!(report.analysis.measured.map(|fit| fit.class), Some(Class::Quadratic));
    }
    let words = runs.0.lock().expect("no test panics here").clone();
    assert!(words.len() == 3 && words.iter().all(|word| word.len() >= 16), "{words:?}");
}

#[tokio::test]
async fn more_than_may_are_refused_and_a_dropped_one_leaves_its_place() {
    let refused = only_tree(Settings { analyses_max: 0, ..settings() }).analyze(request(PAIRS)).await;
    assert!(matches!(refused, Err(AnalyzerError::Busy)));
    let ports = Ports {
        runs: Some(Arc::new(Broken(None))),
        model: None,
        clock: Arc::new(ManualClock::default()),
        metrics: AnalyzerMetrics::default(),
    };
    let one = Settings { analyses_max: 1, measuring: Duration::from_secs(30), ..settings() };
    let analyzer = Analyzer::new(one, ports);
    let first = analyzer.stream(request(PAIRS)).await.expect("there is a place");
    assert!(matches!(analyzer.analyze(request(PAIRS)).await, Err(AnalyzerError::Busy)));
    drop(first);
    let free = async {
        while matches!(analyzer.stream(request(PAIRS)).await, Err(AnalyzerError::Busy)) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), free).await.expect("the place is free again");
}

#[tokio::test]
async fn what_is_too_long_is_unknown() {
    let report = analyzed(&only_tree(Settings { source_bytes_max: 20, ..settings() }), request(PAIRS)).await;
    assert_eq!(report.analysis.time.class, Class::Unknown);
    let bytes = PAIRS.len();
    let why = format!("The program was not analysed: it has {bytes} bytes, and no more than 20 may be.");
    assert_eq!(report.notices, [why]);
}

#[tokio::test]
async fn what_is_empty_or_no_python_is_unknown_and_said_to_be() {
    for (source, why) in [
        ("", "it is empty"),
        (" \n\t\n", "it is empty"),
        ("def (", "this is not valid Python"),
        ("print(1", "this is not valid Python"),
    ] {
        let report = analyzed(&measuring(Counted::new(|size| size)), request(source)).await;
        let time = (report.analysis.time.class, report.analysis.confidence);
        assert_eq!(time, (Class::Unknown, Confidence::Low), "{source:?}");
        assert_eq!(report.notices, [format!("The program was not analysed: {why}.")], "{source:?}");
    }
}

#[tokio::test]
async fn a_program_that_reads_in_a_way_of_its_own_is_not_said_to_read_nothing() {
    let source = "import sys\nprint(len(sys.stdin.read()))\n";
    let report = analyzed(&measuring(Counted::new(|size| size)), request(source)).await;
    let [why] = report.notices.as_slice() else { panic!("{:?}", report.notices) };
    assert!(why.contains("reads its input in a way") && why.contains("`inputs`"), "{why}");
}

#[tokio::test]
async fn that_no_executor_answered_is_said() {
    let report = analyzed(&measuring(Arc::new(Broken(Some(RunError::NotTaken)))), request(PAIRS)).await;
    assert_eq!(report.notices, ["The program could not be measured: no executor took its runs in time."]);
    let inputs = [4, 8, 16, 32].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let given = AnalysisRequest { inputs, ..request(PAIRS) };
    let report = analyzed(&measuring(Arc::new(Broken(Some(RunError::NotTaken)))), given).await;
    assert_eq!(report.notices, ["The program could not be measured: no executor took its runs in time."]);
}

#[tokio::test]
async fn an_answer_is_remembered_for_the_same_question_of_anyone() {
    let runs = Counted::new(|size| 10 + size * size);
    let analyzer = measuring(runs.clone());
    let first = analyzed(&analyzer, request(PAIRS)).await;
    let count = runs.count();
    let again = analyzed(&analyzer, AnalysisRequest { caller: "bob".to_owned(), ..request(PAIRS) }).await;
    assert_eq!(again, Report { cached: true, ..first });
    assert_eq!(runs.count(), count);
    let inputs = [4, 8, 16, 32].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let others = [
        AnalysisRequest { inputs, ..request(PAIRS) },
        AnalysisRequest { measure: false, ..request(PAIRS) },
        request(&format!("{PAIRS}\n")),
    ];
    for other in others {
        assert!(!analyzed(&analyzer, other).await.cached, "another question has another answer");
    }
}

#[tokio::test]
async fn old_answers_make_room() {
    let analyzer = only_tree(Settings { remembered_max: 2, ..settings() });
    let cached = async |source: &str| analyzed(&analyzer, request(source)).await.cached;
    for source in ["a = 1", "b = 1", "c = 1"] {
        assert!(!cached(source).await);
    }
    assert_eq!((cached("c = 1").await, cached("a = 1").await), (true, false));
    let forgetful = only_tree(Settings { remembered_max: 0, ..settings() });
    for _ in 0..2 {
        assert!(!analyzed(&forgetful, request("a = 1")).await.cached);
    }
}
