// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.BufferedReader;
import java.io.InputStreamReader;

public class Main {
  public static void main(String[] args) throws IOException {
    var in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
    in.nextToken();
    int n = (int) in.nval;
    long sum = 0;
    for (int i = 0; i < n; i++) {
      in.nextToken();
      sum += (long) in.nval;
    }
    System.out.println(sum);
  }
}
