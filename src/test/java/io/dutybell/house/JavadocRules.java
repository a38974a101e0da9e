package io.dutybell.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Every public type and method says what it means. A method that overrides one is explained there,
 * the only method of a functional interface by its type, and a constructor by its class.
 */
final class JavadocRules {

  private JavadocRules() {}

  /** What is wrong, each with file and line; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    List<Path> sources = files.in("src/main/java", ".java");
    if (sources.isEmpty()) {
      return List.of();
    }
    List<String> violations = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        String file = files.name(Path.of(unit.getSourceFile().toUri()));
        new Scanner(docs, unit, file, violations).scan(unit, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return violations;
  }

  /** Goes through a file; the second argument says whether all around a declaration is public. */
  private static final class Scanner extends TreePathScanner<Void, Boolean> {

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final String file;
    private final List<String> violations;

    Scanner(DocTrees docs, CompilationUnitTree unit, String file, List<String> violations) {
      this.docs = docs;
      this.unit = unit;
      this.file = file;
      this.violations = violations;
    }

    @Override
    public Void visitClass(ClassTree type, Boolean outside) {
      boolean isPublic = outside && isPublic(type.getModifiers());
      if (isPublic) {
        require(type, type.getSimpleName().toString());
      }
      return super.visitClass(type, isPublic);
    }

    @Override
    public Void visitMethod(MethodTree method, Boolean outside) {
      if (outside
          && method.getReturnType() != null
          && isPublic(method.getModifiers())
          && !has(method.getModifiers(), "Override")
          && !isTheOneOfAFunctionalInterface(method)) {
        require(method, method.getName() + "()");
      }
      return super.visitMethod(method, false);
    }

    private ClassTree around() {
      return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    private boolean isPublic(ModifiersTree modifiers) {
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      boolean inInterface = parent.getKind() == Tree.Kind.INTERFACE;
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
    }

    private boolean isTheOneOfAFunctionalInterface(MethodTree method) {
      return method.getBody() == null && has(around().getModifiers(), "FunctionalInterface");
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
      return modifiers.getAnnotations().stream()
          .map(AnnotationTree::getAnnotationType)
          .anyMatch(type -> type.toString().equals(annotation));
    }

    private void require(Tree tree, String name) {
      TreePath path = getCurrentPath();
      String comment = docs.getDocComment(path);
      if (comment == null || comment.isBlank()) {
        long line =
            unit.getLineMap().getLineNumber(docs.getSourcePositions().getStartPosition(unit, tree));
        violations.add(file + ":" + line + ": " + name + " is public and needs a Javadoc comment");
      }
    }
  }
}
