// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
import java.util.BitSet;
import java.util.Scanner;

public class Main {
  private static final int MOST = 3_000_000;

  public static void main(String[] args) {
    BitSet composite = new BitSet(MOST + 1);
    int[] upTo = new int[MOST + 1];
    for (int i = 2; i <= MOST; i++) {
      upTo[i] = upTo[i - 1];
      if (!composite.get(i)) {
        upTo[i]++;
        for (long k = (long) i * i; k <= MOST; k += i) {
          composite.set((int) k);
        }
      }
    }
    Scanner in = new Scanner(System.in);
    var out = new StringBuilder();
    for (int q = in.nextInt(); q > 0; q--) {
      int a = in.nextInt();
      out.append(-upTo[a - 1] + upTo[in.nextInt()]).append('\n');
    }
    System.out.print(out);
  }
}
