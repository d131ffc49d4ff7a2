/** Analysis: how a program's time and space grow. */
export { AnalysisPanel } from "./analysis-panel";
export { useAnalysis } from "./use-analysis";
