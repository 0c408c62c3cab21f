/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What builds with the same key hand on. A build works on a copy, and its copy is kept only if
 * every step succeeded and no other build was first: an entry never changes.
 */
sealed interface Cache {
  /** Puts what is kept into a directory. */
  void restoreTo(Path directory) throws IOException;

  /** Keeps what is in a directory. */
  void keep(Path directory) throws IOException;

  /** The pipeline has no key: nothing is kept. */
  record None() implements Cache {
    @Override
    public void restoreTo(Path directory) {}

    @Override
    public void keep(Path directory) {}
  }

  /**
   * One entry.
   *
   * @param folder of all entries
   * @param key the entry's name
   */
  record Keyed(Path folder, String key) implements Cache {
    private static final Size LARGEST = Size.gib(1);

    @Override
    public void restoreTo(Path directory) throws IOException {
      if (Files.isDirectory(folder.resolve(key))) {
        Trees.copy(folder.resolve(key), directory, LARGEST);
      }
    }

    @Override
    public void keep(Path directory) throws IOException {
      Path entry = folder.resolve(key);
      if (Files.exists(entry)) {
        return;
      }
      Files.createDirectories(folder);
      Path draft = Files.createTempDirectory(folder, ".draft-");
      try {
        Trees.copy(directory, draft, LARGEST);
        Files.move(draft, entry, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
        Trees.delete(draft);
      } catch (IOException failure) {
        Trees.delete(draft);
        throw failure;
      }
    }
  }

  /**
   * The cache of a checkout.
   *
   * @param folder of all entries
   * @param checkout the checkout
   * @param globs which of its files make the key, by name and content; none for no cache
   */
  static Cache of(Path folder, Path checkout, List<String> globs) throws IOException {
    return globs.isEmpty() ? new None() : new Keyed(folder, key(checkout, globs));
  }

  private static String key(Path checkout, List<String> globs) throws IOException {
    List<PathMatcher> matchers =
        globs.stream().map(g -> FileSystems.getDefault().getPathMatcher("glob:" + g)).toList();
    MessageDigest digest = sha256();
    try (Stream<Path> all = Files.walk(checkout)) {
      for (Path file : all.sorted().toList()) {
        Path name = checkout.relativize(file);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && matchers.stream().anyMatch(m -> m.matches(name))) {
          byte[] content = Files.readAllBytes(file);
          digest.update((name + "\0" + content.length + "\0").getBytes(UTF_8));
          digest.update(content);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
