/** Cache keys of everything about runs. */
export const runKeys = {
  all: ["runs"] as const,
  list: ["runs", "list"] as const,
  one: (jobId: string) => ["runs", "one", jobId] as const,
  shared: (token: string) => ["runs", "shared", token] as const,
};
