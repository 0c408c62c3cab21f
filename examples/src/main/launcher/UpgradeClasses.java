/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the class files of a jar from before Java 6 as those of Java 8, with the stack maps that
 * the newer verifier reads: {@code java UpgradeClasses.java JAR}. What they do stays the same.
 */
final class UpgradeClasses {
  private static final int LAST_WITHOUT_STACK_MAPS = ClassFile.JAVA_5_VERSION;

  private final JarFile jar;
  private final ClassFile classFile;

  private UpgradeClasses(JarFile jar) {
    this.jar = jar;
    classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                        type -> stream(type.descriptorString().replaceAll("^L|;$", "") + ".class"))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String... arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Path upgraded = file.resolveSibling(file.getFileName() + ".upgraded");
    try (JarFile jar = new JarFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(upgraded))) {
      new UpgradeClasses(jar).writeTo(out);
    }
    Files.move(upgraded, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private java.io.InputStream stream(String name) {
    try {
      ZipEntry entry = jar.getEntry(name);
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void writeTo(ZipOutputStream out) throws IOException {
    for (JarEntry entry : Collections.list(jar.entries())) {
      byte[] bytes = jar.getInputStream(entry).readAllBytes();
      ZipEntry copy = new ZipEntry(entry.getName());
      copy.setTime(entry.getTime());
      out.putNextEntry(copy);
      out.write(entry.getName().endsWith(".class") ? upgraded(bytes) : bytes);
      out.closeEntry();
    }
  }

  private byte[] upgraded(byte[] bytes) {
    ClassModel old = classFile.parse(bytes);
    if (old.majorVersion() > LAST_WITHOUT_STACK_MAPS) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // A method that nothing passes through would be copied as it is, without stack maps.
    ClassTransform methods = ClassTransform.transformingMethodBodies((code, e) -> code.with(e));
    byte[] upgraded = classFile.transformClass(old, version.andThen(methods));
    for (VerifyError error : classFile.verify(upgraded)) {
      throw error;
    }
    return upgraded;
  }
}
