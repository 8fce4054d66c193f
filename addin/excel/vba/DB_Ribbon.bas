Option Explicit
Sub DB_Ribbon(control As IRibbonControl)
    If GetConfig("INTERPRETER_WIN") = "" Then
        MsgBox ThisWorkbook.Worksheets("duban").Range("A1").Value, vbInformation
    Else
        RunPython "import macros.buttons; macros.buttons.run('" & control.Tag & "')"
    End If
End Sub
Sub Auto_Open()
    Dim row As Long, column As Long, helps() As String
    On Error Resume Next
    With ThisWorkbook.Worksheets("duban")
        For row = 2 To .Cells(1, 2).Value
            ReDim helps(1 To .Cells(row, 2).Value)
            For column = 1 To UBound(helps)
                helps(column) = .Cells(row, column + 3).Value
            Next
            Application.MacroOptions Macro:=.Cells(row, 1).Value, Description:=.Cells(row, 3).Value, _
                Category:=.Cells(1, 3).Value, ArgumentDescriptions:=helps
        Next
    End With
End Sub
