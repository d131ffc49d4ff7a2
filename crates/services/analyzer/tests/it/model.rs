//! A model beside the evidence: what it adds, and what its failures leave.

use std::sync::Arc;
use std::time::Duration;

use code_remote_analyzer::{ModelBounds, PROMPT_VERSION, Settings};
use complexity::{Agreement, AnalysisRequest, Class, ComplexityAnalyzer as _, Confidence, ModelOpinion, Report};
use domain::ModelError;
use domain::testing::ManualClock;

use crate::support::{FakeModel, PAIRS, explaining, explaining_within, reply, request, settings, streamed};

async fn analyzed(model: &Arc<FakeModel>, source: &str) -> Report {
    explaining(model).analyze(request(source)).await.expect("there is a place")
}

fn opinion(report: &Report) -> &ModelOpinion {
    report.model.as_ref().expect("the model spoke")
}

#[tokio::test]
async fn a_model_that_agrees_explains() {
    let report = analyzed(&FakeModel::saying(reply("O(n^2)", "O(1)")), PAIRS).await;
    let said = opinion(&report);
    assert_eq!(
        (said.provider.as_str(), said.model.as_str(), said.prompt_version.as_str()),
        ("fake", "fake-1", PROMPT_VERSION)
    );
    assert_eq!((said.time.class, said.agreement), (Class::Quadratic, Agreement::Agree));
    assert_eq!(report.analysis.narrative, "## Algorithm\nThe model's own words.");
    assert!(
        report.analysis.suggestions.iter().any(|reason| (reason.line, reason.text.as_str()) == (3, "do it otherwise"))
    );
    assert!(report.notices.is_empty(), "{:?}", report.notices);
}

#[tokio::test]
async fn a_model_that_contradicts_the_evidence_changes_nothing() {
    let report = analyzed(&FakeModel::saying(reply("O(1)", "O(1)")), PAIRS).await;
    assert_eq!(opinion(&report).agreement, Agreement::Conflict);
    assert_eq!((report.analysis.time.class, report.analysis.agreement), (Class::Quadratic, Agreement::Agree));
    assert!(!report.analysis.narrative.contains("own words"), "{}", report.analysis.narrative);
    assert!(
        report.notices[0].contains("says O(1) time") && report.notices[0].contains("contradicts"),
        "{:?}",
        report.notices
    );
    assert!(report.analysis.suggestions.iter().all(|reason| reason.text != "do it otherwise"));
}

#[tokio::test]
async fn what_the_evidence_leaves_open_the_model_may_say_with_little_confidence() {
    let model = FakeModel::saying(reply("O(log n)", "O(1)"));
    // The tree is not looked at, so nothing is known.
    let blind = Settings { source_bytes_max: 20, ..settings() };
    let analyzer = explaining_within(blind, &model, &Arc::default());
    let report = analyzer.analyze(request(PAIRS)).await.expect("there is a place");
    assert_eq!(
        (report.analysis.statics.time.class, report.analysis.time.class, report.analysis.confidence),
        (Class::Unknown, Class::Logarithmic, Confidence::Low)
    );
    assert_ne!(opinion(&report).agreement, Agreement::Conflict);
    let unsure = FakeModel::saying(reply("unknown", "unknown"));
    let analyzer = explaining_within(blind, &unsure, &Arc::default());
    let report = analyzer.analyze(request(PAIRS)).await.expect("there is a place");
    assert_eq!((report.analysis.time.class, opinion(&report).agreement), (Class::Unknown, Agreement::Single));
}

#[tokio::test]
async fn the_evidence_is_in_the_question() {
    let model = FakeModel::saying(reply("O(n^2)", "O(1)"));
    analyzed(&model, PAIRS).await;
    let prompts = model.prompts();
    let [prompt] = prompts.as_slice() else { panic!("it was asked once") };
    assert!(prompt.material.contains("syntax tree: time O(n²)"), "{}", prompt.material);
    assert!(prompt.material.contains("they grow as O(n²)"), "{}", prompt.material);
    assert!(prompt.material.contains("   3 | for i in range(n):"), "{}", prompt.material);
    assert!(!prompt.instructions.contains("range(n)"), "nothing of the program is among the instructions");
}

#[tokio::test]
async fn a_stream_tells_words_and_never_the_block() {
    let model = FakeModel::saying(reply("O(n^2)", "O(1)"));
    let (evidence, narrative, done) = streamed(&explaining(&model), request(PAIRS)).await;
    assert!(evidence.model.is_none() && evidence.analysis.time.class == Class::Quadratic);
    assert_eq!(narrative.trim(), "## Algorithm\nThe model's own words.");
    assert_eq!(done.analysis.narrative, narrative.trim());
    assert_eq!(opinion(&done).agreement, Agreement::Agree);
}

#[tokio::test]
async fn a_stream_that_is_cut_ends_with_the_evidence() {
    let model = FakeModel::saying("## Algorithm\nThe first words,\nthen");
    model.cut_next(ModelError::Cut);
    let (evidence, narrative, done) = streamed(&explaining(&model), request(PAIRS)).await;
    assert_eq!(narrative, "## Algorithm\nThe first words,\n");
    assert_eq!(done.analysis, evidence.analysis);
    assert!(done.model.is_none() && done.notices[0].contains("broke off"), "{:?}", done.notices);
}

/// How a model fails, and what is said of it.
type Failure = (fn() -> ModelError, &'static str);

#[tokio::test]
async fn every_failure_leaves_the_evidence_and_a_sentence() {
    let unavailable = || ModelError::Unavailable("10.0.0.1 refused".into());
    let failures: [Failure; 7] = [
        (|| ModelError::Refused("API key AIza not valid".to_owned()), "key or settings"),
        (|| ModelError::Quota { retry_after: Some(Duration::from_secs(17)) }, "for another 17 seconds"),
        (|| ModelError::Quota { retry_after: None }, "quota"),
        (|| ModelError::Blocked("SAFETY".to_owned()), "declines"),
        (|| ModelError::TooLong, "too long"),
        (|| ModelError::Cut, "broke off"),
        (unavailable, "cannot be reached"),
    ];
    for (error, words) in failures {
        let analyzer = explaining(&FakeModel::failing(error));
        let report = analyzer.analyze(request(PAIRS)).await.expect("there is a place");
        assert_eq!((report.analysis.time.class, report.model.is_none()), (Class::Quadratic, true));
        assert!(report.analysis.narrative.contains("What decides"), "{}", report.analysis.narrative);
        assert!(
            report.notices[0].contains(words) && report.notices[0].contains("the evidence alone"),
            "{:?}",
            report.notices
        );
        assert!(!report.notices[0].contains("AIza") && !report.notices[0].contains("10.0.0.1"), "{:?}", report.notices);
        assert!(
            !analyzer.analyze(request(PAIRS)).await.expect("there is a place").cached,
            "a failure is not remembered"
        );
    }
}

#[tokio::test]
async fn replies_in_another_form_are_not_used() {
    for text in ["", "Time is O(1).", "{\"time_complexity\": \"O(1)\"}", "words\n```json\n{}\n```", &"x".repeat(70_000)]
    {
        let report = analyzed(&FakeModel::saying(text), PAIRS).await;
        assert_eq!((report.analysis.time.class, report.model.is_none()), (Class::Quadratic, true));
        assert_eq!(report.notices.len(), 1, "{text}");
        assert!(report.analysis.narrative.contains("What decides"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_model_that_hangs_is_not_waited_for() {
    let model = Arc::new(Hanging);
    let ports = code_remote_analyzer::Ports {
        runs: None,
        model: Some(model),
        clock: Arc::new(ManualClock::default()),
        metrics: code_remote_analyzer::AnalyzerMetrics::default(),
    };
    let analyzer = code_remote_analyzer::Analyzer::new(settings(), ports);
    let report = analyzer.analyze(request(PAIRS)).await.expect("there is a place");
    assert!(report.notices[0].contains("cannot be reached"), "{:?}", report.notices);
}

#[tokio::test]
async fn a_model_that_keeps_failing_is_left_alone_for_a_while() {
    let model = FakeModel::failing(|| ModelError::Cut);
    let clock = Arc::new(ManualClock::default());
    let bounds = ModelBounds { failures_max: 3, pause: Duration::from_secs(30), ..ModelBounds::default() };
    let analyzer = explaining_within(Settings { model: bounds, ..settings() }, &model, &clock);
    let ask = async || analyzer.analyze(request(PAIRS)).await.expect("there is a place").notices.remove(0);
    for _ in 0..3 {
        assert!(ask().await.contains("broke off"));
    }
    assert!(ask().await.contains("left alone"));
    assert_eq!(model.prompts().len(), 3);
    clock.advance(Duration::from_secs(30));
    assert!(ask().await.contains("broke off"));
    assert!(ask().await.contains("left alone"));
}

#[tokio::test]
async fn a_caller_has_a_budget_and_what_is_remembered_costs_nothing() {
    let model = FakeModel::saying(reply("unknown", "unknown"));
    let clock = Arc::new(ManualClock::default());
    let bounds = ModelBounds { per_minute: 2, per_day: 3, ..ModelBounds::default() };
    let analyzer = explaining_within(Settings { model: bounds, ..settings() }, &model, &clock);
    let ask = async |source: &str, caller: &str| {
        let request = AnalysisRequest { caller: caller.to_owned(), measure: false, ..request(source) };
        analyzer.analyze(request).await.expect("there is a place").notices
    };
    for source in ["a = 1", "b = 1", "a = 1", "b = 1"] {
        assert!(ask(source, "ann").await.is_empty());
    }
    assert!(ask("c = 1", "ann").await[0].contains("in a minute"));
    assert!(ask("c = 1", "bob").await.is_empty());
    clock.advance(Duration::from_mins(1));
    assert!(ask("d = 1", "ann").await.is_empty());
    assert!(ask("e = 1", "ann").await[0].contains("in a day"));
}

struct Hanging;

#[async_trait::async_trait]
impl domain::LanguageModel for Hanging {
    fn provider(&self) -> &'static str {
        "fake"
    }

    fn model(&self) -> &'static str {
        "fake-hanging"
    }

    async fn generate(&self, _: &domain::Prompt) -> Result<String, ModelError> {
        std::future::pending().await
    }

    async fn stream(
        &self,
        _: &domain::Prompt,
    ) -> Result<futures_util::stream::BoxStream<'static, Result<String, ModelError>>, ModelError> {
        std::future::pending().await
    }
}
