import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The JDBC driver, which DBeaver, Metabase and Tableau use. */
public class Jdbc {
    static Connection connection;

    public static void main(String[] arguments) throws SQLException {
        Properties options = new Properties();
        options.setProperty("duckdb.read_only", "true");
        connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0], options);
        List<String> tables = new ArrayList<>();
        try (ResultSet found = connection.getMetaData().getTables(null, "marts", "%", null)) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME");
                String first = rows("select * from marts.\"" + name + "\" order by all limit 25");
                String count = rows("select count(*) from marts.\"" + name + "\"").replaceAll("[^0-9]", "");
                tables.add(text(name) + ": {\"count\": " + count + ", \"rows\": " + first + "}");
            }
        }
        String version = "duckdb " + connection.getMetaData().getDriverVersion();
        System.out.println("{\"version\": " + text(version) + ", \"tables\": {" + String.join(", ", tables) + "}}");
    }

    static String rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(plain(found.getObject(column)));
                }
                rows.add("[" + String.join(", ", row) + "]");
            }
        }
        return "[" + String.join(", ", rows) + "]";
    }

    static String plain(Object value) {
        return value == null || value instanceof Number || value instanceof Boolean
            ? String.valueOf(value) : text(value.toString());
    }

    static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : value.toCharArray()) {
            quoted.append(letter == '"' || letter == '\\' || letter < ' '
                ? String.format("\\u%04x", (int) letter) : String.valueOf(letter));
        }
        return quoted.append('"').toString();
    }
}
