// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StreamTokenizer;
import java.util.Arrays;
import java.util.Comparator;

public class Main {
  record Arc(int from, int to, int weight) {}

  private static final StreamTokenizer IN =
      new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));

  private static int next() throws IOException {
    IN.nextToken();
    return (int) IN.nval;
  }

  public static void main(String[] args) throws IOException {
    long[] best = new long[next() + 1];
    Arc[] arcs = new Arc[next()];
    for (int i = 0; i < arcs.length; i++) {
      arcs[i] = new Arc(next(), next(), next());
    }
    Arrays.sort(arcs, Comparator.comparingInt(Arc::from));
    for (Arc arc : arcs) {
      best[arc.to()] = Math.max(best[arc.to()], best[arc.from()] + arc.weight());
    }
    System.out.println(Arrays.stream(best).max().orElse(0));
  }
}
