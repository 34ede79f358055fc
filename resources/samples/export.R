# Writes the sample datasets as CSV from the R package mlbench (2.1-3). Run in this folder: Rscript export.R
library(mlbench)

# Shortest text that reads back to the same number; NA becomes an empty cell.
cells <- function(column) {
  if (is.factor(column)) return(ifelse(is.na(column), "", as.character(column)))
  ifelse(is.na(column), "", format(column, digits = 15, scientific = FALSE, trim = TRUE, drop0trailing = TRUE))
}
shortest <- function(column) {
  if (is.factor(column)) cells(column) else vapply(column, function(x) cells(x), "")
}
write_sample <- function(data, file, header = TRUE) {
  text <- do.call(paste, c(lapply(data, shortest), sep = ","))
  connection <- file(file, open = "wb")
  if (header) writeLines(paste(names(data), collapse = ","), connection)
  writeLines(text, connection)
  close(connection)
}

data(Sonar); data(Ionosphere); data(PimaIndiansDiabetes2); data(Vehicle); data(Servo); data(Ozone)

# As the UCI file has it: no header, four decimals, R for rock and M for mine (metal cylinder).
sonar <- Sonar
sonar[1:60] <- lapply(sonar[1:60], function(x) sprintf("%.4f", x))
# Nor does that file end with a newline.
connection <- file("sonar.csv", open = "wb")
cat(paste(do.call(paste, c(lapply(sonar, as.character), sep = ",")), collapse = "\n"), file = connection)
close(connection)

write_sample(Ionosphere, "ionosphere.csv")
write_sample(PimaIndiansDiabetes2, "pima-diabetes.csv")
write_sample(Vehicle, "vehicle.csv")
write_sample(Servo, "servo.csv")
names(Ozone) <- c("month", "dayOfMonth", "dayOfWeek", "ozone", "pressureHeight", "windSpeed", "humidity", "temperatureSandburg",
                  "temperatureElMonte", "inversionBaseHeight", "pressureGradient", "inversionBaseTemperature", "visibility")
# Five days have no ozone reading, which is what is to be predicted.
write_sample(Ozone[!is.na(Ozone$ozone), ], "ozone.csv")
