package io.chimera.refinement.local.backtest;

import io.chimera.refinement.state.detect.AnomalyWatch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** The backtest of many files, as many at a time as there are processors. */
public final class Backtest {
  private static final long PROGRESS_MILLIS = 2_000;

  private final AnomalyWatch.Params params;
  private final boolean plot;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param plot whether to draw each series beside its result
   * @param out where the summary goes
   * @param err where progress and faults go
   */
  public Backtest(AnomalyWatch.Params params, boolean plot, PrintWriter out, PrintWriter err) {
    this.params = params;
    this.plot = plot;
    this.out = out;
    this.err = err;
  }

  /** Runs all {@code files}; whether none of them failed. */
  boolean run(List<SeriesFile> files, Path output) throws InterruptedException {
    long started = System.nanoTime();
    LongAdder rows = new LongAdder();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(files.size(), Runtime.getRuntime().availableProcessors())));
    List<FileResult> results = new ArrayList<>();
    try {
      List<Future<FileResult>> running = new ArrayList<>();
      Set<Path> taken = new HashSet<>();
      for (SeriesFile file : files) {
        boolean first = taken.add(file.result());
        running.add(
            pool.submit(
                () ->
                    first
                        ? new FileBacktest(file, output, plot, params, rows).run()
                        : clash(file)));
      }
      for (Future<FileResult> next : running) {
        FileResult result = await(next, results.size(), files.size(), rows);
        result.faults().forEach(fault -> err.println("warning: " + fault));
        if (result.bad() > result.faults().size()) {
          err.println(
              "warning: %s: %d bad rows, the first %d are shown"
                  .formatted(result.name(), result.bad(), result.faults().size()));
        }
        if (result.failed()) {
          err.println("error: " + result.failure());
        }
        err.flush();
        results.add(result);
      }
    } finally {
      pool.shutdownNow();
    }
    SummaryTable.lines(results, (System.nanoTime() - started) / 1e9).forEach(out::println);
    out.flush();
    return results.stream().noneMatch(FileResult::failed);
  }

  /** Runs the CSV files below {@code input}; whether there were any and none failed. */
  public boolean run(Path input, Path output) throws java.io.IOException, InterruptedException {
    List<SeriesFile> files = SeriesFile.below(input, output);
    if (files.isEmpty()) {
      err.println(
          "error: Cannot backtest " + input + ": it holds no .csv or .csv.gz file; name another");
      err.flush();
      return false;
    }
    return run(files, output);
  }

  private FileResult await(Future<FileResult> next, int done, int all, LongAdder rows)
      throws InterruptedException {
    while (true) {
      try {
        return next.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        err.println(
            String.format(Locale.ROOT, "... %d of %d file(s), %,d rows", done, all, rows.sum()));
        err.flush();
      } catch (ExecutionException fault) {
        throw new IllegalStateException(fault.getCause());
      }
    }
  }

  private static FileResult clash(SeriesFile file) {
    String failure =
        "Cannot backtest %s: another file gives the result %s as well; rename one"
            .formatted(file.input(), file.result());
    return new FileResult(file.name(), 0, 0, 0, 0, "flat", 0, List.of(), failure);
  }
}
